# One simulated device of every firmware, what Fernlight has to make of it, and what it has to send.
# SPDX-License-Identifier: GPL-3.0-or-later
"""Use:

    fleet = Fleet(broker)                          # all of them run, controlled, and say nothing by themselves any more
    fleet.devices["tasmota"].tell("fault mute")
    for firmware in FIRMWARES:
        firmware.card, firmware.led, firmware.sends("on")
"""
import dataclasses

from devices import FakeDevice

HOUR_MS = 3600 * 1000


@dataclasses.dataclass(frozen=True)
class Firmware:
    """kind: as of fake-device        name: what its card is called by people
    card: the card's id               led: the id of the LED that is switched, None: it has none
    label: what the LED is called     topic, on, off: where and what is sent
    retains: its state is known from retained messages alone; None: only if they come in an order in which it is understood
    readings: {name: unit} known from retained messages alone
    """
    kind: str
    name: str
    card: str
    led: str = None
    label: str = None
    topic: str = None
    on: str = "ON"
    off: str = "OFF"
    retains: bool | None = True
    readings: tuple = ()

    @property
    def first_states(self):
        """What its state may be before it says anything more."""
        return {True: ("off",), False: ("unknown",), None: ("off", "unknown")}[self.retains]

    def sends(self, word):
        """(topic, payload) of the command."""
        return self.topic, self.on if word == "on" else self.off


FIRMWARES = [
    Firmware("ha-switch", "Coffee Machine", "homeassistant/switch/coffee", "switch.coffee_switch", "Coffee Machine", "coffee/switch/set"),
    Firmware("ha-light", "Reading Lamp", "reading", "light.reading_light", "Lamp", "reading/light/set"),
    Firmware("ha-light-json", "Ceiling Light", "ceiling", "light.ceiling_light", "Light", "ceiling/light/set",
             '{"state":"ON"}', '{"state":"OFF"}'),
    Firmware("ha-sensor", "Balcony", "balcony", readings=(("Temperature", "°C"), ("Humidity", "%"))),
    Firmware("ha-device", "Aquarium", "aquarium", "switch.aquarium_pump", "Pump", "aquarium/pump/set", readings=(("Water", "°C"),)),
    Firmware("tasmota", "Desk Plug", "DC:4F:22:16:B0:99", "POWER", "Desk Plug", "cmnd/tasmota_1A2B3C/POWER", retains=False),
    Firmware("tasmota-two", "Workbench", "DC:4F:22:4E:26:4B", "POWER2", "Workbench 2", "cmnd/tasmota_4D5E6F/POWER2", retains=False),
    Firmware("tasmota-light", "TV Backlight", "DC:4F:22:18:EF:6B", "POWER", "TV Backlight", "cmnd/tasmota_7A8B9C/POWER",
             retains=False),
    Firmware("esphome", "Greenhouse", "dc4f223bd37a", "switch.ESPswitchpump", "Pump", "greenhouse/switch/pump/command",
             readings=(("Soil Moisture", "%"),)),
    Firmware("esphome-bare", "winter-garden", "winter-garden", "light_grow_light", "Grow light", "winter-garden/light/grow_light/command",
             '{"state":"ON"}', '{"state":"OFF"}'),
    Firmware("wled", "Shelf Strip", "8a3f0c", "light", "Light", "wled/8a3f0c"),
    Firmware("shelly1", "shelly1pm-B1C2D3", "shelly1pm-B1C2D3", "relay_0", "Relay 0", "shellies/shelly1pm-B1C2D3/relay/0/command",
             "on", "off", readings=(("Relay 0 power", "W"), ("Temperature", "°C"))),
    Firmware("shelly-plus", "shellyplus1pm-a8032ab1c2d3", "shellyplus1pm-a8032ab1c2d3", "switch_0", "Switch 0",
             "shellyplus1pm-a8032ab1c2d3/command/switch:0", "on", "off", retains=False),
    Firmware("homie4", "Heating Pump", "heating", "relay.power", "Relay Power", "homie/heating/relay/power/set", "true", "false",
             retains=None),
    Firmware("homie5", "Garage Fridge", "fridge", "relay.power", "Relay Power", "homie/5/fridge/relay/power/set", "true", "false",
             readings=(("Climate Temperature", "°C"),)),
]


class Fleet:
    """One device of each, connected to a Broker. After their first words they speak only when told something."""

    def __init__(self, broker, firmwares=None):
        self.devices = {firmware.kind: FakeDevice(broker, firmware.kind, wait=False, controlled=True, interval_ms=HOUR_MS)
                        for firmware in firmwares or FIRMWARES}
        for device in self.devices.values():
            device.wait_line("^connected$")
