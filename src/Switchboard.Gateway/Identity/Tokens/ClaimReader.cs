using System.Text.Json;

namespace Switchboard.Gateway.Identity.Tokens;

/// <summary>Reads claims strictly. A name is looked for as it stands, else as a path with dots (<c>realm_access.roles</c>).</summary>
internal static class ClaimReader
{
    private const int LongestText = 256;
    private const int MostTexts = 1_000;
    private const double LastSecond = 253_402_300_799; // The end of the year 9999.

    /// <summary>A text; null where it is not there.</summary>
    /// <returns>False where it is there and is no text that can be used.</returns>
    public static bool TryText(JsonElement claims, string? name, out string? text)
    {
        text = null;
        if (name is null || Find(claims, name) is not { } value)
        {
            return true;
        }

        text = Text(value);
        return text is not null;
    }

    /// <summary>A text, or a list of them; empty where it is not there.</summary>
    public static bool TryTexts(JsonElement claims, string? name, out IReadOnlyList<string> texts)
    {
        texts = [];
        if (name is null || Find(claims, name) is not { } value)
        {
            return true;
        }

        if (value.ValueKind != JsonValueKind.Array)
        {
            texts = Text(value) is { } single ? [single] : [];
            return texts.Count == 1;
        }

        var all = value.EnumerateArray().Take(MostTexts).Select(Text).ToList();
        texts = [.. all.OfType<string>()];
        return texts.Count == all.Count;
    }

    /// <summary>A time in seconds since 1970, which may have a fraction (RFC 7519, section 2); null where it is not there.</summary>
    public static bool TryTime(JsonElement claims, string name, out DateTimeOffset? time)
    {
        time = null;
        if (Find(claims, name) is not { } value)
        {
            return true;
        }

        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out var seconds) || seconds is not (>= 0 and <= LastSecond))
        {
            return false;
        }

        time = DateTimeOffset.UnixEpoch.AddSeconds(seconds);
        return true;
    }

    private static JsonElement? Find(JsonElement claims, string name)
    {
        if (claims.TryGetProperty(name, out var value))
        {
            return value.ValueKind == JsonValueKind.Null ? null : value;
        }

        var dot = name.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && claims.TryGetProperty(name[..dot], out var inner) && inner.ValueKind == JsonValueKind.Object ? Find(inner, name[(dot + 1)..]) : null;
    }

    private static string? Text(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 and <= LongestText } text && !text.Any(char.IsControl) ? text : null;
        }
        catch (InvalidOperationException)
        {
            return null; // Half a surrogate pair, or bytes that are no UTF-8.
        }
    }
}
