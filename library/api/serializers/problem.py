"""The one shape of errors."""

from rest_framework import serializers


class ProblemPartSerializer(serializers.Serializer[object]):
    """One thing that is wrong, and the parameter or field that it is about."""

    name = serializers.CharField(help_text="Of the parameter, header or field; empty: of none.")
    detail = serializers.CharField()


class ProblemSerializer(serializers.Serializer[object]):
    """A problem document (RFC 9457)."""

    type = serializers.CharField(help_text="`about:blank`: the status says it all.")
    title = serializers.CharField(help_text="The status in words.")
    status = serializers.IntegerField()
    detail = serializers.CharField(help_text="What is wrong with this request.")
    errors = ProblemPartSerializer(many=True, required=False)  # type: ignore[assignment]
