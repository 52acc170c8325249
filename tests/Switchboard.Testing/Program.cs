using System.Runtime.InteropServices;
using Switchboard.Testing.Verbs;

namespace Switchboard.Testing;

internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        using var stop = new CancellationTokenSource();
        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }

        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
#pragma warning disable RS0030 // a program's own words go to its console
        return await UpstreamCommand.RunAsync(args, Console.Out, Console.Error, stop.Token);
#pragma warning restore RS0030
    }
}
