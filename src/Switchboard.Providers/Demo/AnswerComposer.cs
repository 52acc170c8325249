using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Switchboard.Providers.Demo;

/// <summary>Decides what a demo model answers. The same request always gets the same answer.</summary>
internal static class AnswerComposer
{
    /// <summary>
    /// In this order: call the tools that fit, answer in the JSON that is wanted, answer from tools' results, answer from passages, small talk.
    /// </summary>
    public static DemoAnswer Compose(DemoRequest request, string seed)
    {
        bool echo = request.Model.Name == "echo";
        IReadOnlyList<DemoToolCall> calls = echo ? [] : ToolPicker.Pick(request, seed);
        if (calls.Count > 0)
        {
            return DemoAnswer.Call(calls, request);
        }
        string text = echo ? request.LastUserText
            : request.Messages[^1].Role is "tool" or "function" ? ToolAnswer.From(request)
            : FromPassages(request) ?? SmallTalk.Answer(request.LastUserText, request.Model.Name == "fast");
        return DemoAnswer.Say(request.WantsJson ? Json(request, text) : text, request);
    }

    private static string? FromPassages(DemoRequest request)
    {
        (List<Passage> passages, string question) = PassageReader.ReadLast(request.LastUserText);
        DemoMessage? last = request.Messages.LastOrDefault(message => message.Role == "user");
        passages.AddRange(request.Messages
            .Where(message => message.Role is "system" or "developer" or "user" && message != last)
            .SelectMany(message => PassageReader.Read(message.Text)));
        if (passages.Count == 0)
        {
            return null;
        }
        string talk = SmallTalk.Answer(question, brief: false);
        bool chat = question.Length == 0 || !talk.StartsWith("You said", StringComparison.Ordinal);
        return chat ? talk : PassageAnswer.Find(question, passages) ?? PassageAnswer.Unknown;
    }

    private static string Json(DemoRequest request, string answer)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            if (request.Schema.ValueKind == JsonValueKind.Object)
            {
                new SchemaFiller(request.Schema, new ArgumentFinder(new SpokenFacts(request.LastUserText)), json).Write("answer", request.Schema);
            }
            else
            {
                json.WriteStartObject();
                json.WriteString("answer", answer);
                json.WriteEndObject();
            }
        }
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }
}
