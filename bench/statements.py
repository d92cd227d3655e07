from django.db import connection

HEADER = "X-Statements"


class StatementsMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        count = 0

        def counting(execute, *given):
            nonlocal count
            count += 1
            return execute(*given)

        with connection.execute_wrapper(counting):
            response = self.get_response(request)
        response[HEADER] = str(count)
        return response
