"""Dumps of the library."""

from rest_framework import serializers

from library.api.serializers.base import AddressField, RowSerializer


class DumpSerializer(RowSerializer):
    """A dump of the public library as one archive; its version is what to cite."""

    version = serializers.CharField(help_text="The day, and the beginning of a checksum.")
    date = serializers.DateField(source="day", help_text="Of the last change that is in it.")
    name = serializers.CharField(help_text="Of the file.")
    size = serializers.IntegerField(help_text="Bytes.")
    checksum = serializers.CharField(help_text="SHA-256 of the file.")
    url = AddressField(help_text="The file; a download can be resumed.")
