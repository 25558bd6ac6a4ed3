"""What applications do with OpenAI's own client, done against a gateway.

OPENAI_BASE_URL and OPENAI_API_KEY say where, as for every program that uses the client;
HOMEOSTAT_MODEL names a model there (default: the first one listed). With STAND_IN=1 the engine
behind the gateway is the build's stand-in, which fails on demand; a real engine does not, and
tests that need a failure are skipped.
"""

import asyncio
import json
import os
import time
import unittest

import openai

MODEL = os.environ.get("HOMEOSTAT_MODEL", "")
STAND_IN = os.environ.get("STAND_IN") == "1"
# The stand-in takes two seconds for what is asked SLOWLY, a real engine longer for 200 tokens.
IMPATIENT_SECONDS = 0.5 if STAND_IN else 0.02
needs_faults = unittest.skipUnless(STAND_IN, "a real engine does not fail on demand")
HELLO = [{"role": "user", "content": "Say hello."}]
WEATHER = {
    "type": "function",
    "function": {
        "name": "weather",
        "description": "The weather of a city.",
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

    def assert_openai_error(self, error, status):
        self.assertEqual(status, error.status_code)
        self.assertEqual({"message", "type", "param", "code"}, set(error.body))
        self.assertTrue(error.body["message"])


class Models(ClientTest):
    def test_models_are_listed_and_shown_by_name(self):
        listed = self.client.models.list().data
        self.assertIn(self.model, [model.id for model in listed])
        shown = self.client.models.retrieve(self.model)
        self.assertEqual((self.model, "model"), (shown.id, shown.object))

    def test_an_unknown_model_is_not_found(self):
        with self.assertRaises(openai.NotFoundError) as caught:
            self.client.models.retrieve("nobody-serves-this")
        self.assert_openai_error(caught.exception, 404)


class Chat(ClientTest):
    def test_an_answer_has_text_usage_and_the_name_that_was_asked_for(self):
        answer = self.chat()
        self.assertEqual(self.model, answer.model)
        self.assertEqual("assistant", answer.choices[0].message.role)
        self.assertTrue(answer.choices[0].message.content)
        self.assertGreater(answer.usage.prompt_tokens, 0)
        self.assertGreater(answer.usage.completion_tokens, 0)

    def test_several_choices(self):
        answer = self.chat(n=2)
        self.assertEqual([0, 1], [choice.index for choice in answer.choices])

    def test_log_probabilities(self):
        answer = self.chat(logprobs=True, top_logprobs=2)
        token = answer.choices[0].logprobs.content[0]
        self.assertLessEqual(token.logprob, 0)
        self.assertEqual(2, len(token.top_logprobs))

    def test_an_answer_that_follows_a_json_schema(self):
        answer = self.client.chat.completions.create(
            model=self.model,
            messages=user("Is water wet? Answer in JSON."),
            max_tokens=60,
            temperature=0,
            response_format=YES_OR_NO,
        )
        choice = answer.choices[0]
        if choice.finish_reason == "stop":
            self.assertIn(json.loads(choice.message.content), [{"answer": "yes"}, {"answer": "no"}])
        else:
            self.assertEqual("length", choice.finish_reason)
            self.assertTrue(choice.message.content.lstrip().startswith("{"))

    def test_a_tool_that_is_named_is_called(self):
        answer = self.client.chat.completions.create(
            model=self.model,
            messages=user("How is the weather in Oslo?"),
            max_tokens=60,
            temperature=0,
            tools=[WEATHER],
            tool_choice=CHOOSE_WEATHER,
        )
        call = answer.choices[0].message.tool_calls[0]
        self.assertEqual("weather", call.function.name)
        self.assertIn("{", call.function.arguments)

    def test_the_result_of_a_tool_goes_back_into_the_conversation(self):
        call = {"name": "weather", "arguments": '{"city": "Oslo"}'}
        conversation = [
            *user("How is the weather in Oslo?"),
            {
                "role": "assistant",
                "content": None,
                "tool_calls": [{"id": "call-1", "type": "function", "function": call}],
            },
            {"role": "tool", "tool_call_id": "call-1", "content": "Rain."},
        ]
        try:
            answer = self.chat(conversation)
        except openai.BadRequestError as error:  # a chat template without tools says so
            self.assert_openai_error(error, 400)
            return
        self.assertEqual("assistant", answer.choices[0].message.role)

    def test_fields_that_the_client_does_not_know_reach_the_engine(self):
        answer = self.chat(extra_body={"min_tokens": 1, "top_k": 5}, seed=7, user="somebody")
        self.assertTrue(answer.choices)

    def test_headers_name_the_request_and_the_release(self):
        raw = self.client.chat.completions.with_raw_response.create(
            model=self.model,
            messages=HELLO,
            max_tokens=4,
            extra_headers={"x-homeostat-session": "one"},
        )
        self.assertTrue(raw.headers["x-homeostat-release"])
        self.assertEqual(raw.headers["x-homeostat-interaction"], raw.parse()._request_id)


class Streams(ClientTest):
    def test_pieces_come_one_by_one_and_usage_last_when_asked_for(self):
        pieces, times, usage = [], [], None
        stream = self.chat(stream=True, stream_options={"include_usage": True})
        for chunk in stream:
            self.assertEqual(self.model, chunk.model)
            if chunk.choices and chunk.choices[0].delta.content:
                pieces.append(chunk.choices[0].delta.content)
                times.append(time.monotonic())
            usage = chunk.usage or usage
        self.assertGreater(len(pieces), 1)
        self.assertGreater(times[-1], times[0], "all pieces came at once")
        self.assertGreater(usage.completion_tokens, 0)

    def test_usage_that_was_not_asked_for_is_not_sent(self):
        chunks = list(self.chat(stream=True))
        self.assertTrue(all(chunk.usage is None and chunk.choices for chunk in chunks))
        self.assertTrue(chunks[-1].choices[0].finish_reason)

    def test_the_streaming_helper_puts_the_answer_together(self):
        with self.client.chat.completions.stream(
            model=self.model, messages=HELLO, max_tokens=8
        ) as stream:
            kinds = {event.type for event in stream}
            final = stream.get_final_completion()
        self.assertIn("content.delta", kinds)
        self.assertTrue(final.choices[0].message.content)

    def test_a_tool_call_in_pieces(self):
        stream = self.client.chat.completions.create(
            model=self.model,
            messages=user("How is the weather in Oslo?"),
            max_tokens=60,
            temperature=0,
            stream=True,
            tools=[WEATHER],
            tool_choice=CHOOSE_WEATHER,
        )
        arguments = ""
        for chunk in stream:
            for call in (chunk.choices[0].delta.tool_calls or []) if chunk.choices else []:
                arguments += call.function.arguments or ""
        self.assertIn("{", arguments)

    def test_a_stream_that_is_left_frees_the_gateway_for_the_next_request(self):
        for _ in range(3):
            stream = self.client.chat.completions.create(
                model=self.model, messages=user("Count."), max_tokens=200, stream=True
            )
            next(iter(stream))
            stream.close()
        self.assertTrue(self.chat().choices)

    def test_an_error_before_the_first_piece_has_a_status(self):
        with self.assertRaises(openai.NotFoundError):
            self.client.chat.completions.create(model="nobody", messages=HELLO, stream=True)


class OtherEndpoints(ClientTest):
    def test_raw_completions_with_log_probabilities(self):
        answer = self.client.completions.create(
            model=self.model, prompt="Once upon", max_tokens=4, logprobs=1
        )
        self.assertEqual(self.model, answer.model)
        self.assertTrue(answer.choices[0].logprobs.tokens)

    def test_raw_completions_in_a_stream(self):
        stream = self.client.completions.create(
            model=self.model, prompt="Once upon", max_tokens=4, stream=True
        )
        self.assertTrue("".join(chunk.choices[0].text for chunk in stream if chunk.choices))

    def test_embeddings_or_an_error_that_says_that_the_model_makes_none(self):
        for options in ({}, {"encoding_format": "float"}):
            try:
                made = self.client.embeddings.create(model=self.model, input="hello", **options)
            except (openai.NotFoundError, openai.BadRequestError) as error:
                self.assertFalse(STAND_IN)
                self.assert_openai_error(error, error.status_code)
            else:
                self.assertEqual(self.model, made.model)
                self.assertIsInstance(made.data[0].embedding[0], float)

    def test_responses_where_the_engine_has_them(self):
        try:
            made = self.client.responses.create(
                model=self.model, instructions="Be brief.", input="Say hello.", max_output_tokens=32
            )
        except openai.NotFoundError as error:
            self.assertFalse(STAND_IN)
            self.assert_openai_error(error, 404)
            return
        self.assertEqual(self.model, made.model)
        kinds = []
        with self.client.responses.create(
            model=self.model, input="Say hello.", max_output_tokens=32, stream=True
        ) as stream:
            for event in stream:
                kinds.append(event.type)
        self.assertIn(kinds[-1], ("response.completed", "response.incomplete"))

    def test_a_response_that_would_have_to_be_kept_is_refused(self):
        with self.assertRaises(openai.BadRequestError) as caught:
            self.client.responses.create(
                model=self.model, input="And now?", previous_response_id="resp_1"
            )
        self.assertEqual("previous_response_id", caught.exception.body["param"])


class Errors(ClientTest):
    def test_a_wrong_key_is_an_authentication_error(self):
        stranger = self.client.with_options(api_key="wrong")
        with self.assertRaises(openai.AuthenticationError) as caught:
            stranger.chat.completions.create(model=self.model, messages=HELLO)
        self.assert_openai_error(caught.exception, 401)
        self.assertEqual("invalid_api_key", caught.exception.code)

    def test_an_unknown_model_is_not_found(self):
        with self.assertRaises(openai.NotFoundError) as caught:
            self.client.chat.completions.create(model="nobody", messages=HELLO)
        self.assert_openai_error(caught.exception, 404)
        self.assertEqual("model_not_found", caught.exception.code)

    def test_a_path_that_is_not_served_is_not_found(self):
        with self.assertRaises(openai.NotFoundError) as caught:
            self.client.fine_tuning.jobs.list()
        self.assert_openai_error(caught.exception, 404)

    def test_a_wrong_request_is_a_bad_request(self):
        with self.assertRaises(openai.BadRequestError) as caught:
            self.client.chat.completions.create(model=self.model, messages=[])
        self.assert_openai_error(caught.exception, 400)
        self.assertEqual("messages", caught.exception.param)

    def test_a_release_may_not_be_named_by_everybody(self):
        with self.assertRaises(openai.PermissionDeniedError) as caught:
            self.chat(extra_headers={"x-homeostat-release": "some-release"})
        self.assert_openai_error(caught.exception, 403)

    def test_a_client_that_does_not_wait_gets_its_own_timeout(self):
        with self.assertRaises(openai.APITimeoutError):
            self.client.with_options(timeout=IMPATIENT_SECONDS).chat.completions.create(
                model=self.model, messages=user("Count SLOWLY."), max_tokens=200
            )
        self.assertTrue(self.chat().choices)

    @needs_faults
    def test_what_the_engine_refuses_is_a_bad_request(self):
        with self.assertRaises(openai.BadRequestError) as caught:
            self.chat(user("TOO LONG"))
        self.assertIn("maximum context length", caught.exception.body["message"])

    @needs_faults
    def test_a_busy_engine_is_a_rate_limit_with_its_own_waiting_time(self):
        with self.assertRaises(openai.RateLimitError) as caught:
            self.chat(user("BUSY"))
        self.assert_openai_error(caught.exception, 429)
        self.assertEqual("7", caught.exception.response.headers["retry-after"])

    @needs_faults
    def test_an_engine_that_fails_is_a_server_error(self):
        with self.assertRaises(openai.InternalServerError) as caught:
            self.chat(user("FAIL"))
        self.assert_openai_error(caught.exception, 502)


class Asynchronous(unittest.IsolatedAsyncioTestCase):
    async def test_many_requests_at_a_time_plain_and_streaming(self):
        async with openai.AsyncOpenAI(max_retries=0, timeout=120) as client:
            model = MODEL or (await client.models.list()).data[0].id

            async def plain():
                made = await client.chat.completions.create(
                    model=model, messages=HELLO, max_tokens=4
                )
                return made.choices[0].message.content

            async def streamed():
                stream = await client.chat.completions.create(
                    model=model, messages=HELLO, max_tokens=4, stream=True
                )
                return "".join([c.choices[0].delta.content or "" async for c in stream])

            answers = await asyncio.gather(*[plain() if i % 2 else streamed() for i in range(6)])
            self.assertTrue(all(answers))

    async def test_a_cancelled_task_leaves_nothing_behind(self):
        async with openai.AsyncOpenAI(max_retries=0, timeout=120) as client:
            model = MODEL or (await client.models.list()).data[0].id

            async def ask(messages, tokens):
                return await client.chat.completions.create(
                    model=model, messages=messages, max_tokens=tokens
                )

            task = asyncio.create_task(ask(user("Count SLOWLY."), 200))
            await asyncio.sleep(IMPATIENT_SECONDS)
            task.cancel()
            with self.assertRaises(asyncio.CancelledError):
                await task
            self.assertTrue((await ask(HELLO, 4)).choices)


if __name__ == "__main__":
    unittest.main()
