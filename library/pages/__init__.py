"""Page objects, which hold the data of the pages for the site and the API."""
