from contextlib import contextmanager

from units import files


@contextmanager
def stored_photos(photos):
    """The uploads (checked by the form) as stored files, removed again where what they belong to fails."""
    stored = []
    try:
        for photo in photos:
            stored.append(files.store(photo))
        yield stored
    except BaseException:
        for file in stored:
            files.remove(file)
        raise
