"""Tests of the shop; one fails on purpose."""

import boto3
import pytest
import shop


def test_a_new_customer_is_welcomed(ses_outbox):
    shop.sign_up("ada@example.net", "Ada")

    ses_outbox.one(to="ada@example.net", subject="Welcome to the shop, Ada!")


def test_an_order_is_confirmed(ses_outbox):
    shop.create_order_template()
    shop.confirm_order("Ada Lovelace <ada@example.net>", name="Ada", number=4711)

    assert ses_outbox.one(subject="Your order 4711").tags == {"kind": "order"}


def test_a_name_is_required(ses_mock):
    shop.create_order_template()
    shop.confirm_order("bob@example.net", number=4712)

    assert len(ses_mock.rendering_failures) == 1


def test_an_unverified_sender_is_refused(ses_mock):
    shop.create_order_template()
    with pytest.raises(boto3.client("sesv2", "us-east-1").exceptions.MessageRejected):
        shop.confirm_order("ada@example.net", sender="orders@shop.example.org", name="Ada", number=4713)


def test_a_bounce_is_recorded(ses_mock):
    shop.sign_up("bounce@simulator.amazonses.com", "Bob")

    assert ses_mock.outbox.one().outcome == "bounced"
