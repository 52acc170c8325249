using System.Buffers;

namespace Switchboard.Protocol.Anthropic;

/// <summary>Ids as this dialect wants them.</summary>
internal static class AnthropicIds
{
    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");

    public static string NewMessage() => $"msg_{Guid.NewGuid():N}";

    /// <summary>
    /// A tool call's id with what Anthropic refuses replaced; the same id gives the same result, so calls and results still match.
    /// </summary>
    public static string Call(string id)
    {
        if (id.Length > 0 && !id.AsSpan().ContainsAnyExcept(Allowed))
        {
            return id;
        }

        return id.Length == 0 ? "_" : string.Concat(id.Select(letter => Allowed.Contains(letter) ? letter : '_'));
    }
}
