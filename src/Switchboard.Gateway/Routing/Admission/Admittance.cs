using Switchboard.Protocol.Errors;

namespace Switchboard.Gateway.Routing.Admission;

/// <summary>What became of a request that wants a provider: it has a place, which it gives back, or an error.</summary>
internal readonly record struct Admittance(Place? Place, ExchangeError? Error);
