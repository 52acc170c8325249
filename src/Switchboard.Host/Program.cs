namespace Switchboard.Host; internal static class Program { private static void Main() { } }
