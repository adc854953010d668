"""The shapes of API answers, a module for each concept; every field is named."""
