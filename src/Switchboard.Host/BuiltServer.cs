namespace Switchboard.Host;

/// <summary>A server before its start.</summary>
/// <param name="App">The application.</param>
/// <param name="Listeners">Its ports; they have their numbers once it runs.</param>
internal sealed record BuiltServer(WebApplication App, Listeners Listeners);
