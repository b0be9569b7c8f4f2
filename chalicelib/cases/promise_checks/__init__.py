"""Whether what an applicant promised was kept (承诺核查): told, answered, decided by another, recorded."""
