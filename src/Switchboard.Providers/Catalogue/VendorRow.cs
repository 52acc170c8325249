namespace Switchboard.Providers.Catalogue;

/// <summary>Makes rows of the table of vendors.</summary>
internal static class VendorRow
{
    /// <summary>A vendor with OpenAI's chat endpoint, whose variables follow from its name: <c>GROQ_API_KEY</c>, <c>GROQ_API_BASE</c>.</summary>
    public static KnownProvider Of(string name, string? baseUrl) => new(name)
    {
        DefaultBaseUrl = baseUrl,
        KeyVariables = [name.ToUpperInvariant() + "_API_KEY"],
        BaseUrlVariables = [name.ToUpperInvariant() + "_API_BASE"],
    };
}
