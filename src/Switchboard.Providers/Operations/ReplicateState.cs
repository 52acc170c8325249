using System.Text.Json;

namespace Switchboard.Providers.Operations;

/// <summary>How far a prediction of Replicate's is.</summary>
internal readonly record struct ReplicateState(string? Id, string? Status, string? Error)
{
    public bool Ended => Status is not ("starting" or "processing" or "queued");

    /// <summary>Where its events can be listened to; null where its model does not stream.</summary>
    public string? Stream { get; private init; }

    /// <summary>Reads a prediction; what is none has ended, with no status.</summary>
    public static ReplicateState Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            JsonElement root = document.RootElement;
            return root.ValueKind != JsonValueKind.Object ? default : new ReplicateState(PlainId(root), Text(root, "status"), Text(root, "error"))
            {
                Stream = root.TryGetProperty("urls", out JsonElement urls) && urls.ValueKind == JsonValueKind.Object ? Text(urls, "stream") : null,
            };
        }
        catch (JsonException)
        {
            return default;
        }
    }

    /// <summary>The id goes into a path, so it must be what ids are.</summary>
    private static string? PlainId(JsonElement root) => Text(root, "id") is { Length: > 0 and <= 128 } id && id.All(char.IsAsciiLetterOrDigit) ? id : null;

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
