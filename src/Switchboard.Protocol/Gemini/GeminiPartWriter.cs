using System.Text.Json;
using Switchboard.Protocol.Chat;

namespace Switchboard.Protocol.Gemini;

/// <summary>Writes a turn as one content; as two where the user both answers calls and speaks.</summary>
internal static class GeminiPartWriter
{
    /// <summary>The vendor's word for a call whose signature is not at hand, such as another model's (its page Thought signatures).</summary>
    private const string NoSignature = "skip_thought_signature_validator";

    public static void Turn(Utf8JsonWriter writer, GeminiTurn turn, GeminiTraits traits)
    {
        if (turn.Results.Count > 0)
        {
            Start(writer, ChatRole.User);
            foreach (var result in turn.Results)
            {
                Result(writer, result);
            }

            End(writer);
        }

        if (turn.Parts.Count > 0)
        {
            Start(writer, turn.Role);
            Parts(writer, turn.Parts, traits);
            End(writer);
        }
    }

    /// <summary>A thought is not repeated, but its seal goes on the part that it led to; a step's first call cannot do without.</summary>
    private static void Parts(Utf8JsonWriter writer, List<ChatPart> parts, GeminiTraits traits)
    {
        string? seal = null;
        var isFirstCall = true;
        foreach (var part in parts)
        {
            if (part is ThinkingPart thinking)
            {
                seal = ThoughtSeal.ForGemini(thinking.Signature);
                continue;
            }

            writer.WriteStartObject();
            Part(writer, part);
            if (part is ToolCallPart)
            {
                seal ??= isFirstCall && traits.WantsSignatures ? NoSignature : null;
                isFirstCall = false;
            }

            if (seal is not null)
            {
                writer.WriteString("thoughtSignature"u8, seal);
                seal = null;
            }

            writer.WriteEndObject();
        }
    }

    private static void Part(Utf8JsonWriter writer, ChatPart part)
    {
        switch (part)
        {
            case TextPart text:
                writer.WriteString("text"u8, text.Text);
                break;
            case RefusalPart refusal:
                writer.WriteString("text"u8, refusal.Text);
                break;
            case ImagePart image:
                GeminiMedia.Write(writer, image.Source);
                break;
            case AudioPart audio:
                GeminiMedia.Inline(writer, $"audio/{audio.Format}", audio.Base64);
                break;
            case DocumentPart { Source: { } source }:
                GeminiMedia.Write(writer, source);
                break;
            case DocumentPart document:
                writer.WriteString("text"u8, document.Title is null ? document.Text : $"{document.Title}\n\n{document.Text}");
                break;
            case ToolCallPart call:
                writer.WriteStartObject("functionCall"u8);
                writer.WriteString("name"u8, call.Name);
                GeminiArguments.Write(writer, call.Arguments);
                writer.WriteEndObject();
                break;
        }
    }

    /// <summary>The result stays one string: read as JSON, the vendor would make doubles of its numbers, and long ids would change.</summary>
    private static void Result(Utf8JsonWriter writer, in GeminiResult result)
    {
        var texts = result.Result.Parts.OfType<TextPart>().Select(text => text.Text).ToList();
        var text = texts.Count == 0 && result.Result.Parts.Count > 0 ? "See the attachment in the next message." : string.Join('\n', texts);
        writer.WriteStartObject();
        writer.WriteStartObject("functionResponse"u8);
        writer.WriteString("name"u8, result.Name);
        writer.WriteStartObject("response"u8);
        writer.WriteString(result.Result.IsError ? "error"u8 : "output"u8, text);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void Start(Utf8JsonWriter writer, ChatRole role)
    {
        writer.WriteStartObject();
        writer.WriteString("role"u8, role == ChatRole.User ? "user"u8 : "model"u8);
        writer.WriteStartArray("parts"u8);
    }

    private static void End(Utf8JsonWriter writer)
    {
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
