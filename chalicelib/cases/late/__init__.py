"""What may follow later (容缺后补): promised in writing, waited for after acceptance, and what comes of it."""
