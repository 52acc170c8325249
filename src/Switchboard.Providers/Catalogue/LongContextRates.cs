namespace Switchboard.Providers.Catalogue;

/// <summary>The rates that some vendors charge for the whole request once its input is long.</summary>
/// <param name="Above">They apply where the input has more tokens than this.</param>
/// <param name="Rates">The rates.</param>
public sealed record LongContextRates(long Above, TokenRates Rates);
