"""What applications do with OpenAI's own client, done against a gateway.

OPENAI_BASE_URL and OPENAI_API_KEY say where, as for every program that uses the client;
HOMEOSTAT_MODEL names a model there (default: the first one listed). With STAND_IN=1 the engine
behind the gateway is the build's stand-in, which fails on demand; a real engine does not, and
tests that need a failure are skipped, as is what the engine was not started for.
"""

import contextlib
import os
import unittest

import openai

MODEL = os.environ.get("HOMEOSTAT_MODEL", "")
STAND_IN = os.environ.get("STAND_IN") == "1"
# The stand-in takes two seconds for what is asked SLOWLY; a real engine is slower than this, too.
IMPATIENT_SECONDS = 0.5 if STAND_IN else 0.001
needs_faults = unittest.skipUnless(STAND_IN, "a real engine does not fail on demand")
HELLO = [{"role": "user", "content": "Say hello."}]
WEATHER = {
    "type": "function",
    "function": {
        "name": "weather",
        "description": "The weather of a city.",
        "strict": True,
        "parameters": {
            "type": "object",
            "properties": {"city": {"type": "string", "enum": ["Oslo", "Rome"]}},
            "required": ["city"],
            "additionalProperties": False,
        },
    },
}
CHOOSE_WEATHER = {"type": "function", "function": {"name": "weather"}}
YES_OR_NO = {
    "type": "json_schema",
    "json_schema": {
        "name": "verdict",
        "strict": True,
        "schema": {
            "type": "object",
            "properties": {"answer": {"type": "string", "enum": ["yes", "no"]}},
            "required": ["answer"],
            "additionalProperties": False,
        },
    },
}


def user(text):
    return [{"role": "user", "content": text}]


class ClientTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.client = openai.OpenAI(max_retries=0, timeout=120)
        cls.addClassCleanup(cls.client.close)
        cls.model = MODEL or cls.client.models.list().data[0].id

    def chat(self, messages=None, **options):
        return self.client.chat.completions.create(
            model=self.model, messages=messages or HELLO, max_tokens=16, **options
        )

    def ask_for_the_weather(self, **options):
        with self.unless_refused("--tool-call-parser"):
            return self.client.chat.completions.create(
                model=self.model,
                messages=user("How is the weather in Oslo?"),
                max_tokens=60,
                temperature=0,
                tools=[WEATHER],
                tool_choice=CHOOSE_WEATHER,
                **options,
            )

    @contextlib.contextmanager
    def unless_refused(self, words):
        """Skips the test when the engine says in these words that it is not set up for it."""
        try:
            yield
        except openai.BadRequestError as refusal:
            if STAND_IN or words not in str(refusal):
                raise
            self.skipTest(f"not what this engine is set up for: {refusal}")

    def assert_openai_error(self, error, status):
        self.assertEqual(status, error.status_code)
        self.assertEqual({"message", "type", "param", "code"}, set(error.body))
        self.assertTrue(error.body["message"])
