"""What every room stands on: database, work, log, mail, jobs, storage, forms, web, clock."""
