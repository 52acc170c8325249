using Switchboard.Testing.Servers;

namespace Switchboard.FunctionalTests.Exchange;

/// <summary>An open server with both vendors on.</summary>
public sealed class ExchangeFixture : UpstreamedServer, IAsyncLifetime
{
    public async ValueTask InitializeAsync() => await StartAsync();
}
