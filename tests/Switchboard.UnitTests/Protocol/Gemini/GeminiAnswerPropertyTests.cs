using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Switchboard.Protocol;
using Switchboard.Protocol.Chat;

namespace Switchboard.UnitTests.Protocol.Gemini;

/// <summary>Random answers, cut into events at random: whole and streamed they say the same, to the reader, to a tap and to both callers.</summary>
public sealed class GeminiAnswerPropertyTests
{
    private static readonly Gen<string> Texts = Gen.Elements("a", "Hello ", "\n\n", "\"q\"", "\\", "{\"error\":1}", "\"finishReason\":\"SAFETY\"", "\U0001F600", "äöü", "data: [DONE]\n\n");

    private static readonly Gen<JsonObject> Part =
        from kind in Gen.Choose(0, 3)
        from text in Texts
        from sealedPart in Gen.Elements(true, false)
        from number in Gen.Choose(1, 1_000_000)
        select Make(kind, text, sealedPart, number);

    private static readonly Gen<(JsonObject[] Parts, int[] Cuts, string Finish, int[] Tokens)> Answers =
        from parts in Part.ListOf(6)
        from count in Gen.Choose(1, 6)
        from cuts in Gen.Choose(0, 1).ListOf(6)
        from finish in Gen.Elements("STOP", "MAX_TOKENS", "SAFETY")
        from tokens in Gen.Choose(1, 5_000).ListOf(4)
        select ((JsonObject[])[.. parts.Take(count)], (int[])[.. cuts], finish, (int[])[.. tokens]);

    [Fact]
    public void Answer_WholeOrStreamed_IsTheSame() => Prop.ForAll(Answers.ToArbitrary(), answer =>
    {
        var whole = Event(answer.Parts, answer.Finish, answer.Tokens).ToJsonString();
        var read = ChatDialects.Vendor(Wire.Gemini).ReadReply(Encoding.UTF8.GetBytes(whole)).Value!;
        var stream = Stream(answer.Parts, answer.Cuts, answer.Finish, answer.Tokens);
        var streamed = ChatReplyUpdates.Collect(Wire.ReadStream(Wire.Gemini, stream));

        Assert.Equal(read.Parts, streamed.Parts);
        Assert.Equal((read.Id, read.Model, read.Finish, read.Usage), (streamed.Id, streamed.Model, streamed.Finish, streamed.Usage));
        Assert.Equal(answer.Tokens.Sum(), read.Usage!.Value.Total);

        var tap = ChatDialects.Vendor(Wire.Gemini).CreateStreamTap();
        Wire.Frames(stream).ForEach(frame => tap.Inspect(Encoding.UTF8.GetBytes(frame)));
        Assert.Equal((read.Id, read.Model, read.Usage), (tap.Id, tap.Model, tap.Usage));
        foreach (var caller in Wire.All)
        {
            Kept(caller, read, stream);
        }
    }).QuickCheckThrowOnFailure();

    private static void Kept(Dialect caller, ChatReply read, string stream)
    {
        var there = ChatReplyUpdates.Collect(Wire.ReadStream(caller, Wire.TranslateStream(Wire.Gemini, caller, stream)));
        Assert.Equal(read.Parts.OfType<ToolCallPart>(), there.Parts.OfType<ToolCallPart>());
        Assert.Equal(string.Concat(read.Parts.OfType<TextPart>().Select(part => part.Text)), string.Concat(there.Parts.OfType<TextPart>().Select(part => part.Text)));
        Assert.Equal(read.Usage, there.Usage);
    }

    private static JsonObject Make(int kind, string text, bool isSealed, int number)
    {
        var part = kind switch
        {
            0 => new JsonObject { ["text"] = text },
            1 => new JsonObject { ["thought"] = true, ["text"] = text },
            _ => new JsonObject { ["functionCall"] = new JsonObject { ["args"] = new JsonObject { ["x"] = text }, ["name"] = "f", ["id"] = $"call_{number}" } },
        };
        if (isSealed)
        {
            part["thoughtSignature"] = $"c2ln{number}";
        }

        return part;
    }

    private static string Stream(JsonObject[] parts, int[] cuts, string finish, int[] tokens)
    {
        var events = new List<JsonObject>();
        var gathered = new List<JsonObject>();
        for (var at = 0; at < parts.Length; at++)
        {
            gathered.Add(parts[at]);
            if (cuts[at] == 1 && at < parts.Length - 1)
            {
                events.Add(Event([.. gathered], null, null));
                gathered.Clear();
            }
        }

        events.Add(Event([.. gathered], finish, tokens));
        return string.Concat(events.Select(one => $"data: {one.ToJsonString()}\r\n\r\n"));
    }

    private static JsonObject Event(JsonObject[] parts, string? finish, int[]? tokens)
    {
        var answer = new JsonObject
        {
            ["candidates"] = new JsonArray(new JsonObject { ["content"] = new JsonObject { ["parts"] = new JsonArray([.. parts.Select(part => part.DeepClone())]) }, ["finishReason"] = finish }),
        };
        if (tokens is not null)
        {
            answer["usageMetadata"] = new JsonObject
            {
                ["promptTokenCount"] = tokens[0] + tokens[1],
                ["cachedContentTokenCount"] = tokens[1],
                ["candidatesTokenCount"] = tokens[2],
                ["thoughtsTokenCount"] = tokens[3],
                ["totalTokenCount"] = tokens.Sum(),
            };
        }

        answer["modelVersion"] = "m";
        answer["responseId"] = "r";
        return answer;
    }
}
