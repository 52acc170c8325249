using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Switchboard.Protocol;

namespace Switchboard.Gateway.Exchange;

/// <summary>
/// The fields that a non-streamed chat answer gets at its end, with their leading comma; none in Anthropic's dialect. There are few
/// different ones, so each is made once.
/// </summary>
internal static class AnswerFragment
{
    private static readonly ConcurrentDictionary<(string? Provider, bool SaysCached, string? HitType), byte[]> Made = new();

    public static ReadOnlySpan<byte> Of(Exchange exchange, Answer answer)
    {
        if (exchange.Dialect != Dialect.OpenAiChat || answer.ClosingBrace < 0)
        {
            return [];
        }

        var provider = answer.NamesProvider ? null : exchange.Provider;
        var hitType = exchange.Cache.Hit && !answer.NamesCached ? exchange.Cache.Type : null;
        return Made.GetOrAdd((provider, !answer.NamesCached, hitType), static part => Write(part.Provider, part.SaysCached, part.HitType));
    }

    private static byte[] Write(string? provider, bool saysCached, string? hitType)
    {
        var text = new StringBuilder(96);
        if (provider is not null)
        {
            text.Append(",\"provider\":\"").Append(JsonEncodedText.Encode(provider)).Append('"');
        }

        if (saysCached)
        {
            text.Append(hitType is null ? ",\"cached\":false,\"cache_hit_type\":null" : $",\"cached\":true,\"cache_hit_type\":\"{hitType}\"");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
