using Switchboard.Gateway.Routing;
using Switchboard.Providers.Catalogue;

namespace Switchboard.Gateway.Admin;

/// <summary>Reads a fallback chain from a management request.</summary>
internal static class FallbackChainReader
{
    private const int Most = 20;

    /// <summary>The model that gets fallbacks: a name of the file's, or a vendor's model, with its prefix then.</summary>
    public static string? Model(JsonFields fields, RouteTable table)
    {
        if (fields.Text("model", null) is not { } asked)
        {
            return fields.Fault<string?>("model", "is missing: name the model that gets fallbacks", null);
        }

        if (table.Plans.TryGetValue(asked, out var plan))
        {
            return plan.Name;
        }

        var name = ModelName.Parse(asked, table.Catalogue);
        return name is { Provider: { } provider, Origin: not ModelOrigin.Assumed }
            ? provider.Prefix + name.ModelText
            : fields.Fault<string?>("model", $"is '{asked}', which is neither a name under models nor a known provider's: write it with its provider's prefix, such as openai/gpt-4o", null);
    }

    /// <summary>The fallbacks, each a vendor's model with its prefix.</summary>
    /// <param name="fields">The request, where faults collect.</param>
    /// <param name="model">The model that gets them; null where that is not known.</param>
    /// <param name="table">The routes.</param>
    public static IReadOnlyList<string> Fallbacks(JsonFields fields, string? model, RouteTable table)
    {
        var all = fields.Texts("fallbacks", []);
        if (all.Count is 0 or > Most)
        {
            return fields.Fault("fallbacks", $"must be a list of 1 to {Most} models, such as [\"anthropic/claude-sonnet-4-6\"]", all);
        }

        var names = new List<string>(all.Count);
        foreach (var asked in all)
        {
            var name = ModelName.Parse(asked, table.Catalogue);
            if (name is not { Provider: { } provider, Origin: not ModelOrigin.Assumed })
            {
                fields.Fault("fallbacks", $"has '{asked}', whose provider is not known: write it with its provider's prefix", 0);
            }
            else if (names.Contains(provider.Prefix + name.ModelText, StringComparer.OrdinalIgnoreCase) || string.Equals(provider.Prefix + name.ModelText, model, StringComparison.OrdinalIgnoreCase))
            {
                fields.Fault("fallbacks", $"has '{asked}' twice, or it is the model itself", 0);
            }
            else
            {
                names.Add(provider.Prefix + name.ModelText);
            }
        }

        return names;
    }
}
