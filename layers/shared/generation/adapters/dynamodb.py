"""The stores on DynamoDB, by the names that `wiring` uses."""

from generation.adapters.dynamodb_documents import DynamoDocuments
from generation.adapters.dynamodb_jobs import DynamoJobStore

__all__ = ["DynamoDocuments", "DynamoJobStore"]
