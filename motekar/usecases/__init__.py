"""What people do in the office: verbs, each in its one transaction."""
