using Switchboard.Gateway.Routing;
using Switchboard.Protocol.Errors;

namespace Switchboard.Gateway.Exchange;

/// <summary>Whether the caller's key allows the model that was asked for.</summary>
internal static class KeyCheck
{
    public static ExchangeError? Check(Exchange exchange, ModelRouter router)
    {
        var models = exchange.Caller?.Key?.Grant.Models;
        if (models is null or { Count: 0 } || exchange.Rules is { HasModel: false } || Allows(models, exchange.Fields.Model, router))
        {
            return null;
        }

        return new ExchangeError(ErrorKind.Forbidden, $"This key may not use the model '{exchange.Fields.Model}'. It may use: {string.Join(", ", models)}.") { Param = "model", Code = "model_not_allowed" };
    }

    /// <summary>A name matches with or without its provider's prefix, on either side.</summary>
    public static bool Allows(IReadOnlyList<string> models, string asked, ModelRouter router)
    {
        var canonical = router.Canonical(asked);
        var bare = canonical[(canonical.IndexOf('/', StringComparison.Ordinal) + 1)..];
        string[] names = router.Canonical(bare) == canonical ? [asked, canonical, bare] : [asked, canonical];
        return models.Any(pattern => Array.Exists(names, name => Matches(name, pattern, router)));
    }

    private static bool Matches(string name, string pattern, ModelRouter router)
    {
        if (!pattern.EndsWith('*'))
        {
            return Same(name, pattern) || Same(name, router.Canonical(pattern));
        }

        // A provider may go by another prefix (google/* is gemini/*); a stem without a prefix says nothing of its provider.
        var stem = pattern[..^1];
        return StartsWith(name, stem) || (stem.Contains('/', StringComparison.Ordinal) && StartsWith(name, router.Canonical(stem)));
    }

    private static bool StartsWith(string name, string stem) => name.StartsWith(stem, StringComparison.OrdinalIgnoreCase);

    private static bool Same(string name, string other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);
}
