"""What other systems talk to: partners' webhooks and Open311. JSON in and out; documented by OpenAPI."""
