"""What a report's own words suggest: places, services, answers, personal data, who raised it, similar issues."""
