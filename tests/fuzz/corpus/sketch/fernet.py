from cryptography.fernet import Fernet
import paho.mqtt.client as mqtt

mqttc = mqtt.Client()
mqttc.connect('broker.emqx.io', 1883)

def decrypt_payload(payload):
    cypher_key=b'xqi9zRusHkcv3Om050HwX82eMTO-LbeW4YlqVVEzpw8=' #THIS IS VERY INSECURE
    cypher=Fernet(cypher_key)
    return cypher.decrypt(payload).decode()
