using System.Buffers;
using System.Text.Json;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Errors;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Gemini;

/// <summary>
/// Writes the body of <c>:generateContent</c>. The model and the wish for a stream stand in the address, so neither is in it.
/// </summary>
internal static class GeminiRequestWriter
{
    public static Outcome<IReadOnlyList<string>> Write(ChatRequest request, ChatRequestOptions options, IBufferWriter<byte> output)
    {
        var traits = GeminiTraits.Of(options.Model ?? request.Model);
        var found = new DroppedFields(request, Dialect.Gemini);
        var turns = GeminiTurn.Group(request.Messages);
        JsonAnswer.Reserve(request, found);
        request = request.Tools.Count > 0 && !traits.CallsAndWritesJson ? JsonAnswer.Ask(request, JsonAnswerTraits.ToolOnly, found) : request;
        GeminiRequestCheck.Run(request, turns, found);
        var config = GeminiConfig.For(request, traits, found);
        if (found.Refusal is null)
        {
            using var writer = JsonOutput.Over(output);
            writer.WriteStartObject();
            System(writer, request.System);
            writer.WriteStartArray("contents"u8);
            foreach (var turn in turns)
            {
                GeminiPartWriter.Turn(writer, turn, traits);
            }

            writer.WriteEndArray();
            GeminiToolWriter.Write(writer, request);
            config.Write(writer);
            writer.WriteEndObject();
        }

        return found.ToOutcome();
    }

    private static void System(Utf8JsonWriter writer, IReadOnlyList<TextPart> system)
    {
        if (system.All(text => text.Text.Length == 0))
        {
            return;
        }

        writer.WriteStartObject("systemInstruction"u8);
        writer.WriteStartArray("parts"u8);
        foreach (var text in system.Where(text => text.Text.Length > 0))
        {
            writer.WriteStartObject();
            writer.WriteString("text"u8, text.Text);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
