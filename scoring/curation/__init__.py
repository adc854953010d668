"""Actions of editors, reviewers and moderators, with the rules for them."""
