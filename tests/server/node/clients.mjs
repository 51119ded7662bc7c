// Sends a message by each API of the AWS SDK for JavaScript and by nodemailer; prints one JSON object.
import { PinpointEmailClient, SendEmailCommand as SendByPinpoint } from "@aws-sdk/client-pinpoint-email";
import { SES, SendEmailCommand as SendByV1, SendRawEmailCommand } from "@aws-sdk/client-ses";
import { GetEmailIdentityCommand, SESv2Client, SendEmailCommand } from "@aws-sdk/client-sesv2";
import nodemailer from "nodemailer";

const sender = "shop@example.com";
const destination = { ToAddresses: ["ada@example.net"] };
const simple = (subject) => ({ Subject: { Data: subject }, Body: { Text: { Data: "Grüße" } } });

const v1 = new SES();
const v2 = new SESv2Client();
const pinpoint = new PinpointEmailClient();
const ids = {};
ids.ses = (await v1.send(new SendByV1({ Source: sender, Destination: destination, Message: simple("ses") }))).MessageId;
const raw = `From: ${sender}\r\nTo: ada@example.net\r\nSubject: raw\r\n\r\nHi\r\n`;
ids.raw = (await v1.send(new SendRawEmailCommand({ RawMessage: { Data: Buffer.from(raw) } }))).MessageId;
const message = { FromEmailAddress: sender, Destination: destination };
ids.sesv2 = (await v2.send(new SendEmailCommand({ ...message, Content: { Simple: simple("sesv2") } }))).MessageId;
ids["pinpoint-email"] = (
  await pinpoint.send(new SendByPinpoint({ ...message, Content: { Simple: simple("pinpoint-email") } }))
).MessageId;

const transporter = nodemailer.createTransport({ SES: { sesClient: v2, SendEmailCommand } });
const info = await transporter.sendMail({
  from: `"Shop" <${sender}>`,
  to: "Ada <ada@example.net>",
  subject: "nodemailer",
  text: "Hi",
  html: "<p>Hi</p>",
  attachments: [{ filename: "a.txt", content: "attached" }],
});
ids.nodemailer = info.messageId;

const errors = {};
for (const [name, call] of Object.entries({
  rejected: () => v2.send(new SendEmailCommand({ ...message, FromEmailAddress: "a@example.org", Content: { Simple: simple("x") } })),
  missing: () => v2.send(new GetEmailIdentityCommand({ EmailIdentity: "arn/with:odd characters@example.org" })),
  v1: () => v1.send(new SendByV1({ Source: "a@example.org", Destination: destination, Message: simple("x") })),
})) {
  try {
    await call();
  } catch (error) {
    errors[name] = [error.name, error.$metadata?.httpStatusCode];
  }
}
console.log(JSON.stringify({ ids, errors }));
