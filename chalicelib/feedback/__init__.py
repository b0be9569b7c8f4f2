"""What applicants say of the service, and what they ask: evaluations (评价) and enquiries (咨询)."""
