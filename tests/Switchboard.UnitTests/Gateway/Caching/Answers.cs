using System.Text;
using Switchboard.Gateway.Caching;
using Switchboard.Gateway.Exchange;
using Switchboard.Protocol;

namespace Switchboard.UnitTests.Gateway.Caching;

/// <summary>Keys and answers to put into a cache.</summary>
internal static class Answers
{
    public static CacheKey Key(int number) => new((ulong)number, 1, 2, 3);

    public static CachedAnswer Of(string text, DateTimeOffset expiresAt) => new()
    {
        Stream = false,
        Bytes = Encoding.UTF8.GetBytes(text),
        UsageStart = text.Length,
        EndStart = text.Length,
        Answer = new Answer { Model = "m", Usage = new TokenUsage(3, 4) { CacheRead = 5 }, ClosingBrace = 7, NamesCached = true },
        Provider = "openai",
        CostMicros = 12,
        ExpiresAt = expiresAt,
    };

    public static CachedAnswer Sized(int bytes, DateTimeOffset expiresAt) => Of(new string('x', bytes), expiresAt);
}
