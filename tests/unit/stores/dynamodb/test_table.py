"""Table: what its calls do when DynamoDB says no, in a way that an emulator cannot be asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast

import pytest
from botocore.exceptions import ClientError, ConnectTimeoutError, ReadTimeoutError

from generation.engine.errors import KeyUsed, LeaseLost, Unavailable
from generation.stores.dynamodb.actions import Refused, put
from generation.stores.dynamodb.keys import Key
from generation.stores.dynamodb.table import Table

NEW = "attribute_not_exists(#pk)"
ITEM = {"pk": "a", "sk": "b"}


class Scripted:
    """A client that answers each call, whatever it is, with the next of the answers."""

    def __init__(self, *answers: dict[str, Any] | Exception) -> None:
        self.answers = list(answers)
        self.requests: list[dict[str, Any]] = []

    def __getattr__(self, name: str) -> Callable[..., dict[str, Any]]:
        return self._answer

    def _answer(self, **request: Any) -> dict[str, Any]:
        self.requests.append(request)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def table(client: Scripted) -> tuple[Table, list[float]]:
    """The table and the pauses it makes."""
    pauses: list[float] = []
    return Table(cast(Any, client), "t", sleep=pauses.append, jitter=lambda: 0.5), pauses


def no(code: str, status: int = 400, **more: Any) -> ClientError:
    response = {"Error": {"Code": code}, "ResponseMetadata": {"HTTPStatusCode": status}, **more}
    return ClientError(cast(Any, response), "Any")


def cancelled(*codes: str) -> ClientError:
    return no("TransactionCanceledException", CancellationReasons=[{"Code": code} for code in codes])


def actions() -> list[Any]:
    refusals: Sequence[Exception] = (LeaseLost(), KeyUsed())
    guarded = [put({"pk": str(n), "sk": "s"}, NEW, lambda _, e=e: e) for n, e in enumerate(refusals)]  # type: ignore[misc]
    return [*guarded, put({"pk": "x", "sk": "s"})]


def test_a_transaction_that_meets_another_one_is_tried_again_under_the_same_token() -> None:
    client = Scripted(cancelled("None", "TransactionConflict", "None"), cancelled("ThrottlingError"), {})
    tried, pauses = table(client)

    tried.transact(actions())

    assert len({request["ClientRequestToken"] for request in client.requests}) == 1
    assert len(client.requests) == 3
    assert pauses == [0.02, 0.04]


def test_each_transaction_has_a_token_of_its_own() -> None:
    client = Scripted({}, {})
    tried, _ = table(client)
    tried.transact(actions())
    tried.transact(actions())
    assert len({request["ClientRequestToken"] for request in client.requests}) == 2


def test_a_refusal_beside_a_conflict_is_not_believed_before_the_conflict_is_over() -> None:
    """The twin of a request conflicts on the key and is refused for the subject: KeyUsed is the truth."""
    client = Scripted(
        cancelled("ConditionalCheckFailed", "TransactionConflict", "None"),
        cancelled("None", "ConditionalCheckFailed", "None"),
    )
    with pytest.raises(KeyUsed):
        table(client)[0].transact(actions())


def test_of_several_refusals_the_first_one_counts() -> None:
    client = Scripted(cancelled("ConditionalCheckFailed", "ConditionalCheckFailed", "None"))
    with pytest.raises(LeaseLost):
        table(client)[0].transact(actions())


def test_who_never_gets_through_is_told_so() -> None:
    client = Scripted(*[cancelled("TransactionConflict", "None", "None")] * 8)
    tried, pauses = table(client)
    with pytest.raises(Unavailable):
        tried.transact(actions())
    assert sum(pauses) < 2


def test_single_writes_wait_for_transactions_too() -> None:
    client = Scripted(no("TransactionConflictException"), {})
    tried, pauses = table(client)
    tried.put(ITEM, NEW)
    assert pauses == [0.02]

    client = Scripted(*[no("TransactionConflictException")] * 8)
    with pytest.raises(Unavailable):
        table(client)[0].put(ITEM, NEW)


def test_a_refused_write_shows_what_is_there() -> None:
    item = {"pk": {"S": "a"}, "sk": {"S": "b"}, "n": {"N": "5"}, "data": {"B": b"x"}}
    with pytest.raises(Refused) as refused:
        table(Scripted(no("ConditionalCheckFailedException", Item=item)))[0].put(ITEM, NEW)
    assert refused.value.found == {"pk": "a", "sk": "b", "n": 5, "data": b"x"}


@pytest.mark.parametrize(
    "error",
    [
        no("ThrottlingException"),
        no("ProvisionedThroughputExceededException"),
        no("RequestLimitExceeded"),
        no("InternalServerError", 500),
        no("SomethingNew", 503),
        ConnectTimeoutError(endpoint_url="u"),
        ReadTimeoutError(endpoint_url="u"),
    ],
)
def test_what_passes_by_itself_is_unavailable(error: Exception) -> None:
    calls: Sequence[Callable[[Table], object]] = (
        lambda t: t.get(Key("a", "b")),
        lambda t: t.put(ITEM, NEW),
        lambda t: t.transact(actions()),
        lambda t: t.batch_get([Key("a", "b")]),
    )
    for call in calls:
        with pytest.raises(Unavailable) as unavailable:
            call(table(Scripted(error))[0])
        assert unavailable.value.__cause__ is error


@pytest.mark.parametrize(
    "code", ["ValidationException", "AccessDeniedException", "ResourceNotFoundException"]
)
def test_what_only_a_change_can_mend_stays_what_it_is(code: str) -> None:
    with pytest.raises(ClientError):
        table(Scripted(no(code)))[0].get(Key("a", "b"))
    with pytest.raises(ClientError):
        table(Scripted(no(code)))[0].transact(actions())
    with pytest.raises(ClientError):
        table(Scripted(cancelled("ValidationError", "None", "None")))[0].transact(actions())


def test_keys_left_over_by_a_batch_are_asked_for_again() -> None:
    def item(name: str) -> dict[str, Any]:
        return {"pk": {"S": name}, "sk": {"S": "s"}}

    client = Scripted(
        {"Responses": {"t": [item("a")]}, "UnprocessedKeys": {"t": {"Keys": [item("b"), item("c")]}}},
        {"Responses": {"t": []}, "UnprocessedKeys": {"t": {"Keys": [item("b"), item("c")]}}},
        {"Responses": {"t": [item("c")]}, "UnprocessedKeys": {}},
    )
    tried, pauses = table(client)

    found = tried.batch_get([Key(name, "s") for name in "abc"])

    assert sorted(key.pk for key in found) == ["a", "c"]
    assert client.requests[2]["RequestItems"]["t"]["Keys"] == [item("b"), item("c")]
    assert pauses == [0.02, 0.04]


def test_a_batch_that_is_never_answered_ends() -> None:
    left = {"Responses": {}, "UnprocessedKeys": {"t": {"Keys": [{"pk": {"S": "a"}, "sk": {"S": "s"}}]}}}
    with pytest.raises(Unavailable):
        table(Scripted(*[left] * 20))[0].batch_get([Key("a", "s")])


def test_a_hundred_keys_go_in_one_question() -> None:
    client = Scripted(*[{"Responses": {}, "UnprocessedKeys": {}}] * 3)
    table(client)[0].batch_get([Key(str(n), "s") for n in range(201)])
    assert [len(request["RequestItems"]["t"]["Keys"]) for request in client.requests] == [100, 100, 1]


def test_more_than_a_transaction_holds_is_not_even_sent() -> None:
    client = Scripted()
    with pytest.raises(ValueError, match="101 items"):
        table(client)[0].transact([put({"pk": str(n), "sk": "s"}) for n in range(101)])
    with pytest.raises(ValueError, match="bytes"):
        table(client)[0].transact([put({"pk": str(n), "sk": "s", "data": b"x" * 300_000}) for n in range(14)])
    assert not client.requests
