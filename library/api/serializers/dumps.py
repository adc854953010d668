"""Serializers for dumps of the library."""

from rest_framework import serializers

from library.api.serializers.base import AddressField, RowSerializer


class DumpSerializer(RowSerializer):
    """A dump of the public library, in one archive. Cite a dump by its version."""

    version = serializers.CharField(help_text="Date and start of a checksum.")
    date = serializers.DateField(source="day", help_text="Date of the last change in the dump.")
    name = serializers.CharField(help_text="File name.")
    size = serializers.IntegerField(help_text="File size in bytes.")
    checksum = serializers.CharField(help_text="SHA-256 of the file.")
    url = AddressField(help_text="Download URL; supports range requests.")
