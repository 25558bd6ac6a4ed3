"""Other endpoints, errors, and many requests at a time."""

import asyncio
import unittest

import openai
from client import HELLO, IMPATIENT_SECONDS, MODEL, STAND_IN, ClientTest, needs_faults, user


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
