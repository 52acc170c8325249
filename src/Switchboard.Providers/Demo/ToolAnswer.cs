using System.Text;
using System.Text.Json;

namespace Switchboard.Providers.Demo;

/// <summary>Answers from what tools returned.</summary>
internal static class ToolAnswer
{
    private const int ShortText = 300;

    public static string From(DemoRequest request)
    {
        List<DemoMessage> turn = [.. request.SinceLastUser];
        Dictionary<string, string> names = [];
        foreach (DemoToolCall call in turn.SelectMany(message => message.Calls))
        {
            names[call.Id] = call.Name;
        }
        var parts = new List<string>();
        foreach (DemoMessage result in turn.Where(message => message.Role is "tool" or "function"))
        {
            parts.Add(Part(names.GetValueOrDefault(result.ToolCallId ?? "", "the tool"), result.Text.Trim(), request.LastUserText));
        }
        return string.Join('\n', parts);
    }

    private static string Part(string tool, string result, string question)
    {
        if (result.Length == 0)
        {
            return $"{tool} returned nothing.";
        }
        if (Parsed(result) is { } json)
        {
            return $"{tool} says: {Spoken(json)}";
        }
        if (result.Length > ShortText)
        {
            List<Passage> passages = PassageReader.Read(result);
            return PassageAnswer.Find(question, passages.Count > 0 ? passages : [new Passage(tool, result)]) ?? $"{tool} says: {result[..ShortText]}…";
        }
        return $"{tool} says: {result}";
    }

    private static JsonElement? Parsed(string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Spoken(JsonElement value)
    {
        var text = new StringBuilder();
        Speak(value, text, nested: false);
        return text.ToString();
    }

    private static void Speak(JsonElement value, StringBuilder text, bool nested)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                text.Append(nested ? "(" : "");
                string between = "";
                foreach (JsonProperty property in value.EnumerateObject())
                {
                    text.Append(between).Append(property.Name.Replace('_', ' ')).Append(": ");
                    Speak(property.Value, text, nested: true);
                    between = ", ";
                }
                text.Append(nested ? ")" : ".");
                break;
            case JsonValueKind.Array:
                string separator = "";
                foreach (JsonElement item in value.EnumerateArray())
                {
                    text.Append(separator);
                    Speak(item, text, nested: true);
                    separator = "; ";
                }
                break;
            case JsonValueKind.String:
                text.Append(value.GetString());
                break;
            default:
                text.Append(value.GetRawText());
                break;
        }
    }
}
