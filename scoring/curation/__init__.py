"""The actions of editors, reviewers and moderators, and the rules for these actions."""
