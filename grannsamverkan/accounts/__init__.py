"""Who people are: sign-in by mailed code or by password and second factor, roles, invitations."""
