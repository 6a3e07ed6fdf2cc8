// Shared libraries are settled before anything uses them.
void import('./bootstrap.tsx');
