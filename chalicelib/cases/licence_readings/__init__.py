"""Officials read an applicant's licences in the course of a case, and the applicant sees it."""
