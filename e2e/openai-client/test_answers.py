"""Models, chat and streams."""

import json
import time

import openai
from client import HELLO, YES_OR_NO, ClientTest, user


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
        with self.unless_refused("greedy"):
            answer = self.chat(n=2, temperature=1)
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
        answer = self.ask_for_the_weather()
        choice = answer.choices[0]
        if choice.finish_reason == "length":  # a small model may not come to the end of the call
            self.assertIn('"weather"', choice.message.content)
        else:
            call = choice.message.tool_calls[0]
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
        stream = self.ask_for_the_weather(stream=True)
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
