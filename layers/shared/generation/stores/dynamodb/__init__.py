"""The stores on DynamoDB, by the names that `wiring` uses."""

from generation.stores.dynamodb.audit import DynamoAudit
from generation.stores.dynamodb.control import DynamoControl
from generation.stores.dynamodb.documents import DynamoDocuments
from generation.stores.dynamodb.jobs import DynamoJobStore
from generation.stores.dynamodb.trash import DynamoTrash

__all__ = ["DynamoAudit", "DynamoControl", "DynamoDocuments", "DynamoJobStore", "DynamoTrash"]
