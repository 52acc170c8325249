using Switchboard.Gateway.Routing;
using Switchboard.Protocol.Errors;

namespace Switchboard.Gateway.Exchange;

/// <summary>Whether the caller's key allows the model that was asked for.</summary>
internal static class KeyCheck
{
    public static ExchangeError? Check(Exchange exchange, ModelRouter router)
    {
        var models = exchange.Caller?.Key?.Grant.Models;
        if (models is null or { Count: 0 } || Allows(models, exchange.Fields.Model, router))
        {
            return null;
        }

        return new ExchangeError(ErrorKind.Forbidden, $"This key may not use the model '{exchange.Fields.Model}'. It may use: {string.Join(", ", models)}.") { Param = "model", Code = "model_not_allowed" };
    }

    /// <summary>A name matches with or without its provider's prefix, on either side.</summary>
    public static bool Allows(IReadOnlyList<string> models, string asked, ModelRouter router)
    {
        var canonical = router.Canonical(asked);
        foreach (var pattern in models)
        {
            if (pattern.EndsWith('*')
                ? StartsWith(asked, pattern) || StartsWith(canonical, pattern)
                : Same(asked, pattern) || Same(canonical, router.Canonical(pattern)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool StartsWith(string name, string pattern) => name.AsSpan().StartsWith(pattern.AsSpan(0, pattern.Length - 1), StringComparison.OrdinalIgnoreCase);

    private static bool Same(string name, string other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);
}
