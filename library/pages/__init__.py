"""Page objects: the data of each page, shared by the site and the API."""
