"""Where mail goes without a mail server: a folder, as in the demo."""

import os
import re
from pathlib import Path

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend


class FolderBackend(BaseEmailBackend):
    """A file `.eml` for each mail, to be opened with any mail program; by its Message-ID: sent twice, it is one."""

    def send_messages(self, messages):
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for message in messages:
            content = message.message()
            name = re.sub(r"[^\w.-]", "", content["Message-ID"].partition("@")[0])
            draft = folder / f"{name}.{os.getpid()}"
            draft.write_bytes(content.as_bytes())
            draft.replace(folder / f"{name}.eml")
        return len(messages)
