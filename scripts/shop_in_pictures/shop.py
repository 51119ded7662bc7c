"""The shop whose tests appear in the screenshots of `make pictures`."""

import json

import boto3

WELCOME = """<body style="font-family: sans-serif"><h1>Welcome, {name}!</h1>
<p>Please <a href="https://shop.example.com/confirm/8f3a">confirm your address</a>.</p></body>"""
ORDER = """<meta name="color-scheme" content="light dark"><style>
  body { margin: 0; background: #f1f3f6; color: #20242b; font: 16px/1.5 sans-serif }
  main { max-width: 560px; margin: 20px auto; padding: 20px 28px 28px; border-radius: 10px; background: #fff }
  h1 { font-size: 24px } td { padding: 4px 24px 4px 0 }
  .button { padding: 10px 20px; border-radius: 6px; background: #1a5fd0; color: #fff; text-decoration: none }
  @media (prefers-color-scheme: dark) { body { background: #101318; color: #e8ebf0 } main { background: #1c2129 } }
</style><main>
<img src="https://cdn.example.com/logo.png" width="150" height="44" alt="The shop">
<h1>Thank you, {{name}}</h1><p>Your order {{number}} is on its way.</p>
<table><tr><td>Ink, blue</td><td>1</td><td>€ 12.50</td></tr><tr><td>Paper, A4</td><td>3</td><td>€ 9.00</td></tr></table>
<p style="margin: 24px 0"><a class="button" href="https://shop.example.com/orders/4711">Follow your order</a></p>
<p>Questions? Write to <a href="mailto:help@example.com">help@example.com</a>.</p></main>"""


def sign_up(email, name):
    boto3.client("sesv2", "us-east-1").send_email(
        FromEmailAddress="The shop <hello@example.com>",
        Destination={"ToAddresses": [email]},
        Content={
            "Simple": {
                "Subject": {"Data": f"Welcome, {name}!"},
                "Body": {"Html": {"Data": WELCOME.format(name=name)}, "Text": {"Data": f"Welcome, {name}!"}},
            }
        },
    )


def create_order_template():
    boto3.client("sesv2", "us-east-1").create_email_template(
        TemplateName="order",
        TemplateContent={"Subject": "Your order {{number}}", "Html": ORDER, "Text": "Thank you, {{name}}"},
    )


def confirm_order(email, sender="orders@example.com", **data):
    boto3.client("sesv2", "us-east-1").send_email(
        FromEmailAddress=sender,
        Destination={"ToAddresses": [email]},
        Content={"Template": {"TemplateName": "order", "TemplateData": json.dumps(data)}},
        EmailTags=[{"Name": "kind", "Value": "order"}],
    )
