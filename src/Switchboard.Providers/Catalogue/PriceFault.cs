namespace Switchboard.Providers.Catalogue;

/// <summary>One thing wrong with a price file.</summary>
/// <param name="Path">Where, as a JSON path.</param>
/// <param name="Message">What, and what to write instead.</param>
public sealed record PriceFault(string Path, string Message)
{
    /// <summary>Path and message.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => $"{Path}: {Message}";
}
