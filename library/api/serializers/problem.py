"""Serializers for problem documents."""

from rest_framework import serializers


class ProblemPartSerializer(serializers.Serializer[object]):
    """An error in one parameter, header or field."""

    name = serializers.CharField(help_text="Parameter, header or field; empty if there is none.")
    detail = serializers.CharField()


class ProblemSerializer(serializers.Serializer[object]):
    """A problem document (RFC 9457)."""

    type = serializers.CharField(help_text="Relative URL of the page that explains the problem.")
    title = serializers.CharField(help_text="Reason phrase of the status.")
    status = serializers.IntegerField()
    detail = serializers.CharField(help_text="Explanation of the error.")
    errors = ProblemPartSerializer(many=True, required=False)  # type: ignore[assignment]
