"""What was typed comes back with the page where something else was missing, and nothing too long breaks a door."""

from django.core.cache import cache
from django.test import Client

from governance.cast import Cast


def test_beside_a_button_that_asks_for_the_password_what_was_typed_of_a_member_stays(chicago: Cast) -> None:
    cache.clear()
    client = Client()
    client.force_login(chicago.admin)
    address = f"/administration/members/{chicago.reyes.pk}/deactivate/"
    page = client.post(address, {"last_name": "Reyes-Ortega", "password": "wrong"}).content.decode()
    assert 'value="Reyes-Ortega"' in page and "This is not your password." in page
    chicago.reyes.refresh_from_db()
    assert chicago.reyes.is_active and chicago.reyes.last_name == "Reyes"


def test_a_name_that_is_too_long_to_be_counted_signs_nobody_in(chicago: Cast) -> None:
    cache.clear()
    typed = {"login": "a" * 300, "password": "wrong"}
    assert "do not go together" in Client().post("/account/login/", typed).content.decode()
