"""Feeds and keys: who else gets to see what."""

from tests.kills.client import Client

_MOST_FEEDS, _MOST_KEYS = 5, 6


def make_feed(client: Client) -> None:
    calendar = client.a_calendar()
    if len(client.known.feeds()) < _MOST_FEEDS:
        made = client.create(f"{calendar.path}/feeds", {"detail": "title"}).data
        calendar.feeds[made["id"]] = made["path"]


def rotate_feed(client: Client) -> None:
    """Another address for a feed; the one before leads nowhere from then on."""
    calendar = client.a_calendar()
    if calendar.feeds:
        feed = client.chance.choice(list(calendar.feeds))
        made = client.create(f"/v1/feeds/{feed}/rotate", {}).data
        client.known.left.add(calendar.feeds[feed])
        calendar.feeds[feed] = made["path"]


def delete_feed(client: Client) -> None:
    calendar = client.a_calendar()
    if calendar.feeds:
        feed = client.chance.choice(list(calendar.feeds))
        client.ask("DELETE", f"/v1/feeds/{feed}").require(204, again=(404,))
        client.known.left.add(calendar.feeds.pop(feed))


def make_key(client: Client) -> None:
    if len(client.known.keys) < _MOST_KEYS:
        made = client.create("/v1/keys", {"label": client.chance.title()}, "key").data
        client.known.keys[made["id"]] = made["secret"]


def rotate_key(client: Client) -> None:
    """A key is replaced by another one, and works no longer."""
    if client.known.keys:
        old = client.chance.choice(list(client.known.keys))
        made = client.create(f"/v1/keys/{old}/rotate", {"overlap_seconds": 0}, "key").data
        client.known.revoked.append(client.known.keys.pop(old))
        client.known.keys[made["id"]] = made["secret"]


def revoke_key(client: Client) -> None:
    if client.known.keys:
        old = client.chance.choice(list(client.known.keys))
        client.ask("DELETE", f"/v1/keys/{old}", "key").require(204)
        client.known.revoked.append(client.known.keys.pop(old))
