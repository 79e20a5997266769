// mqtt.js: subscribes, decrypts N messages of JSON, ends.  subscribe.js PORT CA-FILE KEY-FILE FILTER N
// SPDX-License-Identifier: GPL-3.0-or-later
const crypto = require('crypto');
const fs = require('fs');
const mqtt = require('mqtt');

const [port, caFile, keyFile, filter, count] = process.argv.slice(2);
const key = Buffer.from(fs.readFileSync(keyFile, 'ascii').trim(), 'base64url');
let left = Number(count);

function open(payload) {
  const token = Buffer.from(payload.toString('ascii'), 'base64url');
  const signed = token.subarray(0, token.length - 32);
  const hmac = crypto.createHmac('sha256', key.subarray(0, 16)).update(signed).digest();
  if (!crypto.timingSafeEqual(hmac, token.subarray(token.length - 32)))
    throw new Error('wrong key');
  const aes = crypto.createDecipheriv('aes-128-cbc', key.subarray(16), token.subarray(9, 25));
  return JSON.parse(Buffer.concat([aes.update(signed.subarray(25)), aes.final()]).toString());
}

const client = mqtt.connect({ protocol: 'mqtts', host: 'localhost', port: Number(port), ca: fs.readFileSync(caFile) });
client.on('connect', () => client.subscribe(filter));
client.on('message', (topic, payload) => {
  open(payload);
  left -= 1;
  if (left === 0)
    client.end(true, () => process.exit(0));
});
